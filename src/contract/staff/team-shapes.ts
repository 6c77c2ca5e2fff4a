import Type, { type Static } from 'typebox';
import { ChallengeShape } from '../line/entry-shapes.js';
import { Count, Nullable, Time } from '../schema.js';
import { StaffRoleName } from './staff-shapes.js';

/** GET /v1/admin/sessions/challenge: proof of work as an alternative to waiting after failed sign-ins. */
export const SignInChallengeShape = Type.Object(
  { parameters: ChallengeShape.properties.parameters, signature: Type.String() },
  { title: 'SignInChallenge' },
);
export type SignInChallengeShape = Static<typeof SignInChallengeShape>;

export const TeamMemberShape = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    name: Type.String(),
    role: StaffRoleName,
    twoFactor: Type.Boolean(),
    sessions: Count,
    createdAt: Time,
    seenAt: Nullable(Time),
  },
  { title: 'TeamMember' },
);
export type TeamMemberShape = Static<typeof TeamMemberShape>;

export const InvitationShape = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    role: StaffRoleName,
    invitedBy: Type.String(),
    createdAt: Time,
    expiresAt: Time,
  },
  { title: 'Invitation' },
);
export type InvitationShape = Static<typeof InvitationShape>;

/** POST /v1/admin/team: the link appears only here and in the mail. */
export const NewInvitationShape = Type.Object(
  {
    ...InvitationShape.properties,
    token: Type.String(),
    link: Type.String({ description: 'Works once.' }),
    mail: Type.Enum(['sent', 'off'], { description: 'off: no mail server is set; pass the link on yourself.' }),
  },
  { title: 'NewInvitation' },
);
export type NewInvitationShape = Static<typeof NewInvitationShape>;

/** GET /v1/admin/team. */
export const TeamShape = Type.Object(
  { members: Type.Array(TeamMemberShape), invitations: Type.Array(InvitationShape) },
  { title: 'Team' },
);
export type TeamShape = Static<typeof TeamShape>;

/** GET and PUT /v1/admin/team/settings. */
export const TeamSettingsShape = Type.Object(
  {
    twoFactorRoles: Type.Array(StaffRoleName, { description: 'Roles that must have a second factor.' }),
    version: Type.String({ description: 'Sent back with a change, another one is a conflict.' }),
  },
  { title: 'TeamSettings' },
);
export type TeamSettingsShape = Static<typeof TeamSettingsShape>;

/** POST /v1/admin/team/{id}/password-reset. */
export const PasswordResetLinkShape = Type.Object(
  { link: Type.String({ description: 'Works once.' }), expiresAt: Time, mail: Type.Enum(['sent', 'off']) },
  { title: 'PasswordResetLink' },
);
export type PasswordResetLinkShape = Static<typeof PasswordResetLinkShape>;

/** GET /v1/admin/sessions. */
export const OwnSessionsShape = Type.Object(
  {
    sessions: Type.Array(
      Type.Object({
        id: Type.String(),
        device: Type.String({ description: 'Browser and system; empty when the browser did not say.' }),
        createdAt: Time,
        seenAt: Time,
        current: Type.Boolean(),
      }),
    ),
  },
  { title: 'OwnSessions' },
);
export type OwnSessionsShape = Static<typeof OwnSessionsShape>;

/** POST /v1/admin/account/totp: shown once; valid for ten minutes until confirmed by a first code. */
export const NewSecondFactorShape = Type.Object(
  {
    secret: Type.String(),
    uri: Type.String({ description: 'otpauth://, as a QR code for the app.' }),
    expiresAt: Time,
  },
  { title: 'NewSecondFactor' },
);
export type NewSecondFactorShape = Static<typeof NewSecondFactorShape>;

/** Each code works once, instead of a TOTP code. */
export const RecoveryCodesShape = Type.Object({ recoveryCodes: Type.Array(Type.String()) }, { title: 'RecoveryCodes' });
export type RecoveryCodesShape = Static<typeof RecoveryCodesShape>;

/** GET /v1/admin/account. */
export const AccountShape = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    name: Type.String(),
    role: StaffRoleName,
    twoFactor: Type.Object({
      enrolled: Type.Boolean(),
      required: Type.Boolean(),
      recoveryCodesLeft: Count,
    }),
  },
  { title: 'Account' },
);
export type AccountShape = Static<typeof AccountShape>;
