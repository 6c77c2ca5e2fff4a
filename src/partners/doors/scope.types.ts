import { SetMetadata } from '@nestjs/common';
import type { ApiScope } from '../../contract/partners/api-scopes.js';

export const SCOPE = 'ropeline:scope';
/** Declares the scope that a key needs for a route under /v1/partner; `any`: every valid key. */
export const Scope = (scope: ApiScope | 'any'): MethodDecorator => SetMetadata(SCOPE, scope);
