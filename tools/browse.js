// Open pages in headless Chromium at the widths of a desktop and of a phone, and print what it saw.
// node tools/browse.js FOLDER PAGE...   writes into FOLDER NAME.pdf, with --pictures also the whole page as
// NAME-WIDTH.png, and one window of it as NAME-WIDTH-view.png
const path = require("path");
const modules = path.join(__dirname, "..", ".tools", "node_modules");
const { chromium } = require(path.join(modules, "playwright-core"));
const axe = require(path.join(modules, "axe-core"));

const words = process.argv.slice(2);
const pictures = words.includes("--pictures");

async function look(browser, file, width, folder) {
  const context = await browser.newContext({ viewport: { width, height: width > 1000 ? 1500 : 780 } });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto("file://" + path.resolve(file));
  const name = path.join(folder, path.basename(file, ".html"));
  if (pictures) {
    await page.screenshot({ path: `${name}-${width}.png`, fullPage: true });
    if (width > 1000) {
      await page.evaluate(() => document.querySelector(".charts")?.scrollIntoView({ block: "end" }));
    }
    await page.screenshot({ path: `${name}-${width}-view.png` });
  }
  const seen = await page.evaluate(() => {
    const wide = [...document.querySelectorAll("body *")].filter(
      (node) => node.scrollWidth > node.clientWidth && getComputedStyle(node).overflowX === "auto",
    );
    return {
      overflow: document.documentElement.scrollWidth - window.innerWidth,
      regions: wide.map((node) => [node.getAttribute("role"), node.tabIndex, node.ariaLabel]),
      scripts: document.scripts.length,
    };
  });
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  if (width > 1000) await page.pdf({ path: `${name}.pdf`, preferCSSPageSize: true });
  await context.close();
  return {
    file,
    width,
    ...seen,
    requests: requests.length - 1,
    violations: violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`),
  };
}

(async () => {
  const [folder, ...files] = words.filter((word) => word !== "--pictures");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  const seen = [];
  for (const file of files) {
    for (const width of [1280, 360]) seen.push(await look(browser, file, width, folder));
  }
  await browser.close();
  console.log(JSON.stringify(seen));
})();
