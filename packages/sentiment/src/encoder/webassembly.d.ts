/** What of WebAssembly is used here: the types of Node leave it to those of browsers. */
declare namespace WebAssembly {
  type Memory = { readonly buffer: ArrayBuffer };
  const Memory: new (size: { initial: number }) => Memory;
  const Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  const Instance: new (
    module: object,
    imports: Record<string, Record<string, Memory>>,
  ) => { exports: Record<string, unknown> };
}
