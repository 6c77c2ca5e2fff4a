import { SetMetadata } from '@nestjs/common';
import type { ApiScope } from '../../contract/api-scopes.js';

export const SCOPE = 'ropeline:scope';
/** The scope that a key needs for a door under /v1/partner; `any`: every key that works. */
export const Scope = (scope: ApiScope | 'any'): MethodDecorator => SetMetadata(SCOPE, scope);
