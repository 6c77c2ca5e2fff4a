-- Who a member is at the identity provider, kept at the first sign-in there: an address may be given to somebody else.
ALTER TABLE "member" ADD COLUMN "oidc_subject" TEXT;
