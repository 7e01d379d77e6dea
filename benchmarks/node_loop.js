// What a web office would pick: SheetJS reads, docxtemplater prints; no check.
// node node_loop.js MODULES TEMPLATE OUTPUT FILE…
const fs = require("fs");
const path = require("path");
const [modules, template, output, ...files] = process.argv.slice(2);
const load = (name) => require(path.join(modules, name));
const [XLSX, PizZip, Docxtemplater] = [load("xlsx"), load("pizzip"), load("docxtemplater")];
const PROSE = ["preface", "overview", "problems", "other_matters"];

files.forEach((file, number) => {
  const book = XLSX.read(fs.readFileSync(file), { cellDates: true });
  const values = {};
  for (const { Name, Ref } of book.Workbook.Names) {
    const parts = /^'?([^'!]+)'?!\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?$/.exec(Ref);
    if (!parts || !book.Sheets[parts[1]]) continue;
    const range = XLSX.utils.decode_range(parts.slice(2, 4).join("") + (parts[4] ? `:${parts[4]}${parts[5]}` : ""));
    const found = [];
    for (let row = range.s.r; row <= range.e.r; row++)
      for (let column = range.s.c; column <= range.e.c; column++)
        found.push(book.Sheets[parts[1]][XLSX.utils.encode_cell({ r: row, c: column })]?.v);
    found.forEach((value, index) => (values[`${Name}_${index}`] = value));
    values[Name] = PROSE.includes(Name) ? found.filter(Boolean).map((text) => ({ text })) : found[0];
  }
  values.title = `${values.unit_name}${values.report_year}年政府信息公开工作年度报告`;
  values.report_date = String(values.report_date);
  const document = new Docxtemplater(new PizZip(fs.readFileSync(template)), {
    delimiters: { start: "{{", end: "}}" },
    paragraphLoop: true,
    nullGetter: () => "",
  });
  document.render(values);
  fs.writeFileSync(path.join(output, `${number}.docx`), document.toBuffer({ compression: "DEFLATE" }));
});
