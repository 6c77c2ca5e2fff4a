import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();
const web = (bytes: Buffer): string => bytes.toString('base64url');
const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;
const AAGUID = Buffer.alloc(16);

export interface Ceremony {
  challenge: string;
  origin: string;
  rpId: string;
}

/** An ES256 passkey in memory, as a phone would make it: attestation "none", user verified. */
export class SoftAuthenticator {
  readonly id = randomBytes(16);
  private readonly secret: KeyObject;
  private readonly cose: Buffer;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.secret = privateKey;
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const part = (head: string, coordinate: string): Buffer =>
      Buffer.concat([Buffer.from(head, 'hex'), Buffer.from(coordinate, 'base64url')]);
    this.cose = Buffer.concat([Buffer.from('a5010203262001', 'hex'), part('215820', x), part('225820', y)]);
  }

  /** Returns a RegistrationResponseJSON. */
  register({ challenge, origin, rpId }: Ceremony): object {
    const length = Buffer.from([0, this.id.length]);
    const credential = Buffer.concat([AAGUID, length, this.id, this.cose]);
    const authData = Buffer.concat([this.head(rpId, PRESENT | VERIFIED | ATTESTED, 0), credential]);
    const attestationObject = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
      Buffer.from([authData.length]),
      authData,
    ]);
    const clientDataJSON = this.clientData('webauthn.create', challenge, origin);
    return this.answer({
      clientDataJSON: web(clientDataJSON),
      attestationObject: web(attestationObject),
      transports: ['internal'],
    });
  }

  /** Returns an AuthenticationResponseJSON. @param counter of signatures; 0 as passkeys that are synchronised say */
  authenticate({ challenge, origin, rpId }: Ceremony, { counter = 0, verified = true } = {}): object {
    const authenticatorData = this.head(rpId, verified ? PRESENT | VERIFIED : PRESENT, counter);
    const clientDataJSON = this.clientData('webauthn.get', challenge, origin);
    const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), this.secret);
    return this.answer({
      clientDataJSON: web(clientDataJSON),
      authenticatorData: web(authenticatorData),
      signature: web(signature),
    });
  }

  private answer(response: object): object {
    const id = web(this.id);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  private clientData(type: string, challenge: string, origin: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private head(rpId: string, flags: number, counter: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count]);
  }
}
