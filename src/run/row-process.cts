/* What the process of a row is started with. */
const { run, read } = require("./compiled-row.cjs");

run(read());
