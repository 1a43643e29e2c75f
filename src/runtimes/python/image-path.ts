let path: string | null = null;

/** Says in which file this process finds the image that Python starts from; null: it makes one for itself. */
export function usePythonImage(file: string | null): void {
  path = file;
}

export function pythonImagePath(): string | null {
  return path;
}
