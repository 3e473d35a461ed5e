/**
 * Colours from Okabe & Ito's palette, which those who see fewer colours tell apart, lighter in the dark; lines differ
 * by dashes as well.
 */
export const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2330;--soft:#5a6475;--grid:#e3e7ee;--card:#f5f7fa;
--served:#0067b1;--model:#00806a;--best:#c4500a;--naive:#7a4fa3;--other:#9aa3b0;--band:#0067b12e;--good:#00806a1f}
@media (prefers-color-scheme:dark){:root{--paper:#12161d;--ink:#e6eaf0;--soft:#a2adbd;--grid:#2a313c;--card:#1a202a;
--served:#5db5f5;--model:#3fcfae;--best:#f59a53;--naive:#c39ae6;--other:#788394;--band:#5db5f53d;--good:#3fcfae26}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:76rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.35rem;margin:2.75rem 0 .5rem}
h3{font-size:1rem;margin:1.75rem 0 .4rem}
p,li{max-width:46rem}
.soft,figcaption,caption{color:var(--soft)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:.75rem;margin:1.25rem 0;padding:0;
list-style:none}
.figures li{background:var(--card);border-radius:.6rem;padding:.9rem 1rem;max-width:none}
.figures b{display:block;font-size:1.7rem;line-height:1.2;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.86rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.25rem 0}
th,td{padding:.28rem .6rem;text-align:right;border-bottom:1px solid var(--grid);white-space:nowrap}
th:first-child,td:first-child{text-align:left}
thead th{color:var(--soft);font-weight:600;border-bottom:2px solid var(--grid)}
tbody th{font-weight:400}
tbody tr.slice th{font-weight:700;padding-top:.8rem}
tbody tr.served th,tbody tr.served td{font-weight:650}
figure{margin:1rem 0}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));gap:1rem 1.75rem}
svg{display:block;width:100%;height:auto;max-width:60rem}
svg text{fill:var(--soft);font:12px system-ui,sans-serif}
svg text.row{fill:var(--ink)}
.calibration svg{max-width:28rem}
.line{fill:none;stroke-width:2;stroke-linejoin:round}
.grid{stroke:var(--grid);fill:none}
.origin,.wanted{stroke:var(--soft);stroke-dasharray:4 4;fill:none}
.band{fill:var(--band)}
.good{fill:var(--good)}
.line.actual{stroke:var(--ink);stroke-width:1.6}
.line.served{stroke:var(--served);stroke-width:3}
.line.model{stroke:var(--model);stroke-dasharray:7 4}
.line.best{stroke:var(--best)}
.line.naive{stroke:var(--naive);stroke-dasharray:2 3}
.line.other{stroke:var(--other);stroke-width:1.3}
.line.other-2{stroke-dasharray:8 3}
.line.other-3{stroke-dasharray:3 3}
.line.other-4{stroke-dasharray:9 3 2 3}
.line.other-5{stroke-dasharray:1 3}
.dot{stroke:var(--paper);stroke-width:1}
.dot.served{fill:var(--served)}
.dot.model{fill:none;stroke:var(--model);stroke-width:2.2}
.dot.best{fill:var(--best)}
.dot.naive{fill:var(--naive)}
.dot.other{fill:var(--other)}
.beyond.model{fill:var(--model)}.beyond.best{fill:var(--best)}.beyond.served{fill:var(--served)}.beyond.other{fill:var(--other)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:.5rem 0;font-size:.86rem}
.legend li{display:flex;align-items:center;gap:.4rem;max-width:none}
.legend svg{width:26px;height:10px;flex:none}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1.25rem;font-size:.92rem}
dt{font-weight:650}
dd{margin:0;max-width:50rem}
@media (max-width:40rem){svg text{font-size:16px}figure{overflow-x:auto}figure svg.big{min-width:32rem}dl{display:block}dd{margin-bottom:.6rem}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--grid:#ccc;--card:#f2f2f2;--served:#0067b1;
--model:#00806a;--best:#c4500a;--naive:#7a4fa3;--other:#888;--band:#0067b12e;--good:#00806a1f}
body{font-size:10.5pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:none;padding:0}
table{font-size:7.6pt}th,td{padding:.15rem .35rem}
.wide{overflow:visible}.pair{grid-template-columns:1fr 1fr}
figure,tr,.figures li,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}thead{display:table-header-group}}
`.trim();
