# The training with TensorFlow's native kernels. Its archive for Linux exists for x86-64 only, and its module needs the
# Node 22 of this image. The bundle finds the package in node_modules beside it.
FROM public.ecr.aws/lambda/nodejs:22

WORKDIR ${LAMBDA_TASK_ROOT}
COPY package.json ./
RUN dnf install -y gcc-c++ make python3 tar gzip \
  && npm install --omit=dev --no-audit --no-fund \
  && dnf clean all && npm cache clean --force
COPY . ./
CMD ["index.handler"]
