<?php
// Checks Ropeline's admission passes without asking Ropeline about each. Plain PHP 8 with the sodium extension that it ships with.
// usage: require 'pass-gate.php';
//        $gate = new RopelinePassGate('https://tickets.example', 'sale_…', '/var/cache/shop');
//        $verdict = $gate->check(RopelinePassGate::passOf($_SERVER, $_COOKIE));
//        if (!$verdict['ok']) { http_response_code($verdict['code'] === 'UNAVAILABLE' ? 503 : 401); exit; }
declare(strict_types=1);

final class RopelinePassGate
{
    /** Keys change seldom and are announced 90 s before they sign. */
    private const KEYS_FRESH_S = 60;
    private const KEYS_STALE_S = 600;
    /** A pass that is taken back is refused this much later. */
    private const REVOKED_FRESH_S = 2;
    /** With an older list nobody knows who is refused: the gate says "unavailable", never "yes". */
    private const REVOKED_STALE_S = 30;
    private const FETCH_TIMEOUT_S = 3;
    private const CLOCK_TOLERANCE_S = 5;
    private const MAX_PASS_CHARACTERS = 4096;
    private const PASS_TYPE = 'ropeline-pass+jwt';

    /** @param string $cacheFolder shared by the processes of this shop and writable by nobody else */
    public function __construct(private string $issuer, private string $saleId, private string $cacheFolder)
    {
    }

    /** The pass of `Authorization: Bearer …`, or of the cookie. */
    public static function passOf(array $server, array $cookies): ?string
    {
        $header = $server['HTTP_AUTHORIZATION'] ?? '';
        if (str_starts_with($header, 'Bearer ')) return substr($header, 7);
        return $cookies['__Host-ropeline_pass'] ?? $cookies['ropeline_pass'] ?? null;
    }

    /** @return array{ok: bool, code?: string, claims?: array} as pass-gate.mjs answers */
    public function check(?string $pass): array
    {
        if ($pass === null || $pass === '') return self::refused('PASS_REQUIRED');
        $parts = strlen($pass) > self::MAX_PASS_CHARACTERS ? [] : explode('.', $pass);
        if (count($parts) !== 3) return self::refused('PASS_INVALID');
        [$head, $body, $signature] = $parts;
        $header = self::json($head);
        if (($header['alg'] ?? null) !== 'EdDSA' || ($header['typ'] ?? null) !== self::PASS_TYPE)
            return self::refused('PASS_INVALID');
        $keys = $this->keysFor($header['kid'] ?? null);
        if ($keys === null) return self::refused('UNAVAILABLE');
        $key = $keys[$header['kid'] ?? ''] ?? null;
        $mac = self::bytes($signature);
        if ($key === null || $mac === null || strlen($mac) !== SODIUM_CRYPTO_SIGN_BYTES) return self::refused('PASS_INVALID');
        if (!sodium_crypto_sign_verify_detached($mac, "$head.$body", $key)) return self::refused('PASS_INVALID');
        $claims = self::json($body) ?? [];
        if (($claims['iss'] ?? null) !== $this->issuer || ($claims['aud'] ?? null) !== $this->saleId)
            return self::refused('PASS_INVALID');
        if (!(($claims['exp'] ?? 0) + self::CLOCK_TOLERANCE_S > time())) return self::refused('PASS_EXPIRED');
        $revoked = $this->document('/v1/passes/revoked', self::REVOKED_FRESH_S, self::REVOKED_STALE_S);
        if ($revoked === null) return self::refused('UNAVAILABLE');
        $isRevoked = in_array($header['kid'], $revoked['kids'] ?? [], true)
            || in_array($claims['sub'] ?? null, $revoked['subs'] ?? [], true);
        return $isRevoked ? self::refused('PASS_REVOKED') : ['ok' => true, 'claims' => $claims];
    }

    /** Keys by id; a key that is not known may be a new one. Null while they cannot be read. */
    private function keysFor(mixed $kid): ?array
    {
        foreach ([self::KEYS_FRESH_S, self::REVOKED_FRESH_S] as $fresh) {
            $set = $this->document('/.well-known/jwks.json', $fresh, self::KEYS_STALE_S);
            if ($set === null) return null;
            $keys = [];
            foreach ($set['keys'] ?? [] as $jwk) {
                $key = self::bytes($jwk['x'] ?? '');
                $isOurs = ($jwk['kty'] ?? null) === 'OKP' && ($jwk['crv'] ?? null) === 'Ed25519';
                if ($isOurs && $key !== null && strlen($key) === SODIUM_CRYPTO_SIGN_PUBLICKEYBYTES) $keys[$jwk['kid']] = $key;
            }
            if (is_string($kid) && isset($keys[$kid])) return $keys;
        }
        return $keys;
    }

    /** A document, read again when it is older than $fresh seconds; null when there is none younger than $stale. */
    private function document(string $path, int $fresh, int $stale): ?array
    {
        $file = $this->cacheFolder . '/' . hash('sha256', $this->issuer . $path) . '.json';
        clearstatcache(true, $file);
        $age = is_file($file) ? time() - filemtime($file) : PHP_INT_MAX;
        if ($age >= $fresh && $this->read($path, $file)) $age = 0;
        return $age <= $stale ? json_decode((string) file_get_contents($file), true) : null;
    }

    private function read(string $path, string $file): bool
    {
        $context = stream_context_create(['http' => ['timeout' => self::FETCH_TIMEOUT_S, 'follow_location' => 0]]);
        $text = @file_get_contents($this->issuer . $path, false, $context);
        if ($text === false || !is_array(json_decode($text, true))) return false;
        $written = tempnam($this->cacheFolder, 'ropeline');
        file_put_contents($written, $text);
        return rename($written, $file); // a reader never sees half a file
    }

    private static function bytes(string $text): ?string
    {
        $bytes = base64_decode(strtr($text, '-_', '+/'), true);
        return $bytes === false ? null : $bytes;
    }

    private static function json(string $text): ?array
    {
        $value = json_decode(self::bytes($text) ?? '', true);
        return is_array($value) ? $value : null;
    }

    private static function refused(string $code): array
    {
        return ['ok' => false, 'code' => $code];
    }
}
