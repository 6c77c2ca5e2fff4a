import { SetMetadata } from '@nestjs/common';

export const CACHE_CONTROL = 'ropeline:cache-control';

/**
 * Marks one of the few answers that a shared cache may keep: the same for everybody, sets and reads no cookie. Everything
 * else goes out as `private, no-store`.
 */
export const Cacheable = (cacheControl: string): MethodDecorator => SetMetadata(CACHE_CONTROL, cacheControl);
