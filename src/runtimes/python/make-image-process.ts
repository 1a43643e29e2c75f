import { writeImage } from "./image-file.js";
import { makePythonImage } from "./python-image.js";

/** Makes the image of a key, in a process of its own: that of a script may not write. */
const [path, key] = process.argv.slice(2) as [string, string];
writeImage(path, key, await makePythonImage());
