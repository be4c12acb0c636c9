/**
 * `@peculiar/x509` refuses to load without the decorators' metadata of `reflect-metadata`, because its dependency injection may ask for it.
 * Nothing that is used here has any: it is enough that one can ask. Must be imported before it.
 */
if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, {
    getMetadata: () => undefined,
    getOwnMetadata: () => undefined,
    defineMetadata: () => undefined,
  });
}
