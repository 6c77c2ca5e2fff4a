import { X509Certificate } from 'node:crypto';

/** Certificates and key that sign passes, parsed from one PEM file. */
export interface AppleCertificates {
  passTypeId: string;
  teamId: string;
  signerCert: string;
  signerKey: string;
  wwdr: string;
}

const BLOCKS = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g;

/**
 * Parses the content of ROPELINE_APPLE_PASS_FILE: the certificate of a Pass Type ID with its key, and Apple's
 * intermediate certificate (WWDR). @throws an error that names what is missing
 */
export function readAppleCertificates(pem: string): AppleCertificates {
  const blocks = [...pem.matchAll(BLOCKS)].map(([text, label = '']) => ({ text, label }));
  const signerKey = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'))?.text;
  const certificates = blocks.flatMap(({ text, label }) => (label === 'CERTIFICATE' ? [text] : []));
  const signerCert = certificates.find((text) => subjectOf(text, 'UID') !== null);
  const wwdr = certificates.find((text) => text !== signerCert);
  if (signerKey === undefined) throw new Error('it contains no private key');
  if (signerCert === undefined) throw new Error('it contains no certificate of a Pass Type ID');
  if (wwdr === undefined) throw new Error('it contains no intermediate certificate of Apple (WWDR)');
  const teamId = subjectOf(signerCert, 'OU');
  if (teamId === null) throw new Error('its certificate names no team (OU)');
  return { passTypeId: subjectOf(signerCert, 'UID') ?? '', teamId, signerCert, signerKey, wwdr };
}

function subjectOf(pem: string, name: 'UID' | 'OU'): string | null {
  const line = new X509Certificate(pem).subject.split('\n').find((each) => each.startsWith(`${name}=`));
  return line?.slice(name.length + 1) ?? null;
}
