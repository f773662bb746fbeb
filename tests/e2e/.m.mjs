import { chromium } from "playwright-core";
import { writeFileSync } from "node:fs";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu","--allow-file-access-from-files"] });
const p = await b.newPage({ viewport: { width: 1900, height: 1080 } });
const dir = process.env.DIR ?? "/tmp/win/shots";
const names = process.argv.slice(2);
for (let i = 0; i < names.length; i += 4) {
  const html = `<body style="margin:0;background:#555;display:grid;grid-template-columns:1fr 1fr;gap:6px">${names.slice(i,i+4).map((n)=>`<img src="file://${dir}/${n}.png" style="width:100%">`).join("")}`;
  writeFileSync("/tmp/win/m.html", html);
  await p.goto("file:///tmp/win/m.html");
  await p.screenshot({ path: `/tmp/win/m${i/4}.png`, fullPage: true });
}
await b.close();
