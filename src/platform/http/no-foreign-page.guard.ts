import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { isForeignPage } from './same-origin.js';
import { ProblemError } from '../problem/problem.js';

/**
 * For calls that create a session without using one: accepts clients without an Origin header, rejects other sites'
 * pages. Browsers identify their page on every unsafe call, so a page cannot pass for a program.
 */
@Injectable()
export class NoForeignPageGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (isForeignPage(headers, this.config.publicUrl)) throw new ProblemError('FORBIDDEN_ORIGIN');
    return true;
  }
}
