import { UnfinishedFile, writeAll } from "../../../base/atomic-file.js";
import { makeImage } from "./make-image.js";
import { currentVersions, IMAGE, packImage } from "./quickjs-image.js";

// Run by the build, when what QuickJS reads has been joined.
const file = new UnfinishedFile(IMAGE);
writeAll(file.fd, packImage(await makeImage(), currentVersions()));
file.commit();
