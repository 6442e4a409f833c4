/**
 * Settings of every build, for the package in the current folder: source and declaration maps that name files of the tarball. It
 * contains `src`, so the maps repeat no text; a file of the spec is copied to `dist/spec`.
 */
export declare const mapped: {
  readonly sourcemap: true;
  readonly outputOptions: {
    readonly sourcemapExcludeSources: true;
    readonly sourcemapPathTransform: (source: string, map: string) => string;
  };
};
