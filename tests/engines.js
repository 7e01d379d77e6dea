// Compute workbooks with HyperFormula.
// node tests/engines.js < {"name": {"sheet": [[cell, ...], ...]}}   writes the values in the same shape
const path = require("node:path");
const modules = path.join(__dirname, "..", ".tools", "node_modules");
const { HyperFormula } = require(path.join(modules, "hyperformula"));

let text = "";
process.stdin.on("data", (chunk) => (text += chunk));
process.stdin.on("end", () => {
  const values = {};
  for (const [name, sheets] of Object.entries(JSON.parse(text))) {
    const engine = HyperFormula.buildFromSheets(sheets, { licenseKey: "gpl-v3", useArrayArithmetic: true });
    values[name] = {};
    for (const sheet of Object.keys(sheets)) {
      const rows = engine.getSheetValues(engine.getSheetId(sheet));
      // an error is an object
      values[name][sheet] = rows.map((row) => row.map((cell) => cell?.value ?? cell));
    }
    engine.destroy();
  }
  process.stdout.write(JSON.stringify(values));
});
