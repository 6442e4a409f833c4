/** The export condition by which packages of this workspace read each other's sources. */
const source = '@truework-legacy/source';

function withoutSource(value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([condition]) => condition !== source);
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutSource(inner)]));
}

/** Users get the patches of a dependency without a release of ours. */
function ranges(dependencies) {
  return Object.fromEntries(
    Object.entries(dependencies).map(([name, version]) => [name, version.replace(/^(?=\d)/, '^')]),
  );
}

export const hooks = {
  /** A tarball's manifest is for users: it names nothing of the workspace. */
  beforePacking({ devDependencies: _, scripts: __, ...manifest }) {
    const { dependencies, exports, imports } = manifest;
    return {
      ...manifest,
      ...(dependencies && { dependencies: ranges(dependencies) }),
      ...(exports && { exports: withoutSource(exports) }),
      ...(imports && { imports: withoutSource(imports) }),
    };
  },
};
