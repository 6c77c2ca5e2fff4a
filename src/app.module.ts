import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { LogsModule } from './platform/logs/logs.module.js';
import type { Config, Role } from './platform/config/config.js';
import { PlatformModule } from './platform/platform.module.js';

/** Which modules each role gets: the only place that reads the roles. Modules that several roles name exist once. */
const modulesOf: Record<Role, Type[]> = {
  edge: [],
  shop: [],
  payments: [],
  control: [],
};

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    const features = new Set([...config.roles].flatMap((role) => modulesOf[role]));
    return { module: AppModule, imports: [PlatformModule.with(config), LogsModule.with(config), ...features] };
  }
}
