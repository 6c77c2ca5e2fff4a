import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { Config } from './platform/config/config.js';
import { readSettings } from './platform/config/settings.js';
import { apiDocument } from './platform/openapi/api-document.js';
import { asyncApiDocument } from './platform/openapi/async-document.js';

/** Builds both API documents without starting anything: in preview mode Nest creates no provider. */
export async function buildDocuments(
  env: Record<string, string>,
  publicUrl: string,
): Promise<{ openapi: object; asyncapi: object }> {
  const config = new Config(readSettings(env));
  const app = await NestFactory.create(AppModule.with(config), new FastifyAdapter(), { preview: true, logger: false });
  return { openapi: apiDocument(app), asyncapi: asyncApiDocument(publicUrl) };
}
