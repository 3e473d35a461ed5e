"""The training step in PyTorch: reads sizes as JSON from its first argument, then takes a step for every line that
comes and prints its milliseconds. Prints "ready" first. The network and the loss are those of forecasting/model/."""

import json
import sys
import time

import torch
from torch.nn import functional as F

size = json.loads(sys.argv[1])
torch.set_num_threads(size["threads"])
torch.manual_seed(1)
B, T, H, W, days = size["batch"], size["context"], size["hidden"], size["width"], size["horizon"]

lstm = torch.nn.LSTM(size["encoderInputs"], H)
state = torch.nn.Linear(H, W)
day = torch.nn.Linear(size["decoderInputs"], W, bias=False)
middle = torch.nn.Linear(W, W)
output = torch.nn.Linear(W, 4)
parameters = [p for module in (lstm, state, day, middle, output) for p in module.parameters()]
optimiser = torch.optim.AdamW(parameters, lr=size["rate"], weight_decay=size["decay"], fused=True)

past = torch.rand(T, B, size["encoderInputs"])
coming = torch.rand(B, days, size["decoderInputs"])
base = torch.rand(B, days)
target = torch.rand(B, days)
ratio = target.exp().clamp(max=50)


def pinball(tau, quantile):
    error = target - quantile
    return torch.maximum(tau * error, (tau - 1) * error).mean()


def step():
    optimiser.zero_grad(set_to_none=True)
    _, (last, _) = lstm(past)
    s = F.dropout(last[0], size["dropout"])
    u = F.relu(state(s)[:, None] + day(coming))
    v = F.dropout(u + F.relu(middle(u)), size["dropout"])
    low, center, high, log = output(v).unbind(-1)
    p50 = base + center
    p10 = p50 - F.softplus(low - 1)
    p90 = p50 + F.softplus(high - 1)
    mean = (base + log).clamp(-6, 4)
    deviance = (mean.exp() - ratio * mean).mean()
    loss = (pinball(0.1, p10) + pinball(0.5, p50) + pinball(0.9, p90)) / 3 + 0.1 * deviance
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, size["clip"])
    optimiser.step()


print("ready", torch.__version__, flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    step()
    print((time.perf_counter() - start) * 1000, flush=True)
