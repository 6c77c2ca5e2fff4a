import { ReadVersion } from '../../platform/versions.js';
import { ArrayUnique, IsArray, IsEmail, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { MIN_PASSWORD } from '../account/account.dto.js';
import { PLAIN_NAME, PLAIN_NAME_MESSAGE } from '../sign-in/plain-name.js';
import { type StaffRole, staffRoles } from '../sign-in/staff.types.js';

export class InviteBody {
  @IsEmail()
  @Length(3, 254)
  email!: string;
  @IsIn(staffRoles)
  role!: StaffRole;
}

export class AcceptBody {
  @IsString()
  @Length(20, 100)
  token!: string;
  @Length(1, 100)
  @Matches(PLAIN_NAME, PLAIN_NAME_MESSAGE)
  name!: string;
  @IsString()
  @Length(MIN_PASSWORD, 256)
  password!: string;
}

export class RoleBody {
  @IsIn(staffRoles)
  role!: StaffRole;
  /** The role as it was read; if the member has another one by now, it is a conflict. Left out: any. */
  @IsOptional()
  @IsIn(staffRoles)
  from?: StaffRole;
}

export class TeamSettingsBody {
  @IsArray()
  @ArrayUnique()
  @IsIn(staffRoles, { each: true })
  twoFactorRoles!: StaffRole[];
  /** As answered; another one is a conflict. Left out: any. */
  @ReadVersion()
  version?: string;
}
