<?php

// Runs a PHP example of docs/webhooks.md, given in VERIFY, on the messages of a file and prints which ones it accepted.
// AUTOLOAD names what Composer installed for it.

if (getenv('AUTOLOAD')) {
    require getenv('AUTOLOAD');
}

/** As web servers provide it: names with capitals. */
function getallheaders(): array
{
    return $GLOBALS['current'];
}

function accepts(string $rawBody): bool
{
    try {
        eval(getenv('VERIFY'));
        return $event === json_decode($rawBody, true);
    } catch (Exception $refused) {
        return false;
    }
}

$accepted = [];
foreach (json_decode(file_get_contents($argv[1]), true) as ['headers' => $headers, 'body' => $body]) {
    $names = array_map(fn ($name) => ucwords($name, '-'), array_keys($headers));
    $current = array_combine($names, $headers);
    $accepted[] = accepts($body);
}
echo json_encode($accepted);
