import { inject } from "vitest";
import { usePythonImage } from "../../src/runtimes/python/image-path.js";

// Python in the tests' own process starts from the image as well: to make one for each file takes some seconds.
usePythonImage(inject("pythonImage"));
