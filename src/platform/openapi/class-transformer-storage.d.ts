// class-transformer 0.5.1 ships its storage untyped under that path; this declares what class-validator-jsonschema
// needs.
declare module 'class-transformer/cjs/storage.js' {
  import type { IOptions } from 'class-validator-jsonschema/build/options.js';

  export const defaultMetadataStorage: NonNullable<IOptions['classTransformerMetadataStorage']>;
}
