import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

interface Granted {
  nonce: string;
  challenge: string;
  redirectUri: string;
}

/** A small OpenID provider: discovery, authorization code with PKCE, ID tokens by RS256. It lets everybody in as `claims`. */
export class OidcProvider {
  url = '';
  claims: Record<string, unknown> = {};
  /** Changes the ID token's nonce, as a replayed token would. */
  nonce: string | null = null;
  isDown = false;
  private readonly codes = new Map<string, Granted>();
  private readonly server = createServer((request, response) => void this.answer(request, response));
  private keys: Awaited<ReturnType<typeof generateKeyPair>> | null = null;

  async start(): Promise<void> {
    this.keys = await generateKeyPair('RS256', { extractable: true });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    if (this.isDown) return void response.writeHead(503).end();
    if (url.pathname === '/authorize') return this.authorize(url, response);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = await this.documentAt(url.pathname, new URLSearchParams(Buffer.concat(parts).toString('utf8')));
    response.writeHead(body ? 200 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: 'invalid_grant' }));
  }

  private authorize({ searchParams }: URL, response: ServerResponse): void {
    const text = (name: string): string => searchParams.get(name) ?? '';
    const code = `code-${this.codes.size}`;
    const redirectUri = text('redirect_uri');
    this.codes.set(code, { nonce: text('nonce'), challenge: text('code_challenge'), redirectUri });
    const back = `${redirectUri}?code=${code}&state=${encodeURIComponent(text('state'))}&iss=${encodeURIComponent(this.url)}`;
    response.writeHead(302, { location: back }).end();
  }

  private async documentAt(path: string, form: URLSearchParams): Promise<object | null> {
    if (!this.keys) throw new Error('not started');
    if (path === '/.well-known/openid-configuration')
      return {
        issuer: this.url,
        authorization_endpoint: `${this.url}/authorize`,
        token_endpoint: `${this.url}/token`,
        jwks_uri: `${this.url}/keys`,
        response_types_supported: ['code'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      };
    if (path === '/keys') return { keys: [{ ...(await exportJWK(this.keys.publicKey)), kid: 'k1', alg: 'RS256' }] };
    const granted = this.codes.get(form.get('code') ?? '');
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!granted || proof !== granted.challenge || form.get('redirect_uri') !== granted.redirectUri) return null;
    this.codes.delete(form.get('code') ?? '');
    const token = await new SignJWT({ ...this.claims, nonce: this.nonce ?? granted.nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(this.url)
      .setAudience('ropeline-spec')
      .setSubject(typeof this.claims['sub'] === 'string' ? this.claims['sub'] : 'subject-1')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(this.keys.privateKey);
    return { access_token: 'at', token_type: 'Bearer', id_token: token };
  }
}
