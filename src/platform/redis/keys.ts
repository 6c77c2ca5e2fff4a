/**
 * Builds every Redis key. All keys of a sale share the hash tag {saleId}, so that one script may touch them in a
 * cluster. Bounds and TTLs of the keys: docs/redis-keys.md.
 */
export class Keys {
  // ---- every room
  static sale(saleId: string): string {
    return `rl:{${saleId}}`;
  }
  static news(audience: string): string {
    return `rl:news:${audience}`;
  }
  static lease(name: string): string {
    return `rl:lease:${name}`;
  }

  /** The installation to which this Redis belongs, and its own random name. */
  static installation(): string {
    return 'rl:{installation}';
  }

  /** Hash: node → when it last reported, and how many calls of fans it answered and failed in a minute. */
  static nodeCalls(): string {
    return 'rl:{nodes}:calls';
  }

  /** Hash: role → when a node that has it last reported. */
  static rolesSeen(): string {
    return 'rl:{nodes}:roles';
  }

  /** Nodes that say that they reach Postgres, too, or that they do not → until when that counts. */
  static nodesReaching(word: 'both' | 'cut'): string {
    return `rl:{nodes}:${word}`;
  }

  // ---- queue
  static active(saleId: string): string {
    return `${Keys.sale(saleId)}:active`;
  }
  /** Sorted set: admissions that an asking ends, of those who were in by then. */
  static revoking(saleId: string, asking: string): string {
    return `${Keys.sale(saleId)}:revoking:${asking}`;
  }
  static admission(saleId: string): string {
    return `${Keys.sale(saleId)}:admission`;
  }
  /** Places that were left or moved to another device: the generation whose tokens are valid. */
  static generations(saleId: string): string {
    return `${Keys.sale(saleId)}:generations`;
  }
  /** How often the turn of each place was deferred, and until when. */
  static deferrals(saleId: string): string {
    return `${Keys.sale(saleId)}:deferrals`;
  }
  /** Places shared by several people: how many joined and left, and until when they may shop. */
  static groups(saleId: string): string {
    return `${Keys.sale(saleId)}:groups`;
  }
  /** Hash: person who shares a friend's place → lane, number and member, or `joining` in place of the member. */
  static groupPersons(saleId: string): string {
    return `${Keys.sale(saleId)}:group-persons`;
  }
  /** Marks a person whose join of a friend's place is in progress. */
  static groupJoining(saleId: string, person: string): string {
    return `${Keys.sale(saleId)}:group-joining:${person}`;
  }
  /** Admissions of all sales that ended before their passes expired → expiry of the last of those. */
  static revokedAdmissions(): string {
    return 'rl:{passes}:revoked';
  }
  /** Marks a pass for which an outside shop has opened a session. */
  static redeemedPass(passId: string): string {
    return `rl:{passes}:redeemed:${passId}`;
  }
  static signals(saleId: string): string {
    return `${Keys.sale(saleId)}:signals`;
  }
  static nodes(saleId: string): string {
    return `${Keys.sale(saleId)}:nodes`;
  }
  static lane(saleId: string, lane: string): string {
    return `${Keys.sale(saleId)}:lane:${lane}`;
  }
  static laneSet(
    saleId: string,
    lane: string,
    set: 'ready' | 'seen' | 'called' | 'lapsed' | 'history' | 'claimed',
  ): string {
    return `${Keys.lane(saleId, lane)}:${set}`;
  }
  /** Calls of one place in the current ten-second window. */
  static placeCalls(saleId: string, lane: string, holder: string, kind: 'read' | 'claim' | 'group'): string {
    return `${Keys.lane(saleId, lane)}:calls:${holder}:${kind}`;
  }

  /** A solved challenge that has been redeemed. */
  static spentChallenge(saleId: string, id: string): string {
    return `${Keys.sale(saleId)}:spent:${id}`;
  }
  /** A join by its Idempotency-Key: digest of what it brought and, once taken, the place. */
  static joinCall(saleId: string, key: string): string {
    return `${Keys.sale(saleId)}:join:${key}`;
  }
  /** Sorted set: digest of a network → places taken. */
  static networks(saleId: string): string {
    return `${Keys.sale(saleId)}:networks`;
  }
  /** Hash: person → place. Small hashes are stored compactly. */
  static identities(saleId: string, bucket: string): string {
    return `${Keys.sale(saleId)}:identity:${bucket}`;
  }
  /** Wrong access codes in the current minute: of one network, or of the whole sale. */
  static codeGuesses(saleId: string, network?: string): string {
    return `${Keys.sale(saleId)}:guesses${network === undefined ? '' : `:${network}`}`;
  }
  /** The latest e-mail code sent to an address. */
  static emailCode(saleId: string, person: string): string {
    return `${Keys.sale(saleId)}:mail:${person}`;
  }
  /** E-mail codes sent in the current hour: to one address, or for the whole sale. */
  static emailsSent(saleId: string, person?: string): string {
    return `${Keys.sale(saleId)}:mails${person === undefined ? '' : `:${person}`}`;
  }

  /** E-mail codes sent without a challenge in the current hour: to one network, or for the whole sale. */
  static formMails(saleId: string, network?: string): string {
    return `${Keys.sale(saleId)}:form-mails${network === undefined ? '' : `:${network}`}`;
  }
  /** Mail subscriptions of the last day. @param whose `<lane>:<number>.<member>`, or the digest of an address */
  static turnMails(saleId: string, whose: string): string {
    return `${Keys.sale(saleId)}:turn-mails:${whose}`;
  }

  /** Mail subscriptions of an address within the last day, in all sales. */
  static turnMailsInAll(person: string): string {
    return `rl:{turn-mails}:${person}`;
  }

  /** Checks of cards begun within ten minutes: by one network, or for the whole sale. */
  static cardChecks(saleId: string, network?: string): string {
    return `${Keys.sale(saleId)}:card-checks${network === undefined ? '' : `:${network}`}`;
  }

  // ---- inventory
  /** Counts of every pool, and the state of the stock itself. One small hash. */
  static stock(saleId: string): string {
    return `rl:{${saleId}}:stock`;
  }
  /** Sorted set: active hold → deadline in sale time. */
  static holdDeadlines(saleId: string): string {
    return `rl:{${saleId}}:holds`;
  }
  /** Sorted set: returned units → when they become available again, in sale time. */
  static returning(saleId: string): string {
    return `rl:{${saleId}}:returning`;
  }
  /** Hash: block:offset of a held or committed seat → hold or order. */
  static seatOwners(saleId: string): string {
    return `rl:{${saleId}}:owners`;
  }
  /**
   * Hash: fan key and ticket type → units held and bought, since when, and until when the type rests; admission → its
   * holds.
   */
  static fanUnits(saleId: string): string {
    return `rl:{${saleId}}:fans`;
  }
  /** Hash: order → its units. */
  static committedOrders(saleId: string): string {
    return `rl:{${saleId}}:orders`;
  }
  /** Set: pools and seats changed since the last availability delta. */
  static stockChanges(saleId: string): string {
    return `rl:{${saleId}}:changes`;
  }
  /** Hash: block of seats → an upper bound of its longest free run; block:letter → its free seats of that channel. */
  static freeRuns(saleId: string): string {
    return `rl:{${saleId}}:runs`;
  }
  /** Followed by a hold id: the hold's hash. */
  static holdPrefix(saleId: string): string {
    return `rl:{${saleId}}:hold:`;
  }
  /** Followed by a block's number: a string with one letter per seat. */
  static blockPrefix(saleId: string): string {
    return `rl:{${saleId}}:block:`;
  }

  // ---- sales
  static snapshot(saleId: string): string {
    return `rl:{${saleId}}:snapshot`;
  }
  /** Hash: conducting node → its latest sign of life. */
  static conductors(): string {
    return 'rl:{sales}:conductors';
  }
  /** Hash: node → what the sales that it conducts will need. */
  static nodesWanted(): string {
    return 'rl:{sales}:nodes-wanted';
  }

  // ---- checkout
  /** The sale and seller of a partner's hold. */
  static partnerHold(holdId: string): string {
    return `rl:partner-hold:${holdId}`;
  }
  /** @param whose `fan:<key>`, `net:<digest>` or `sale` */
  static promoFailures(saleId: string, whose: string): string {
    return `rl:{${saleId}}:promo:${whose}`;
  }
  /** Confirmations of one card check. */
  static cardConfirms(saleId: string, setupIntentId: string): string {
    return `rl:{${saleId}}:card-confirms:${setupIntentId}`;
  }
  /** When the database of an installation was last in use, according to Redis. */
  static storeMark(installationId: string): string {
    return `rl:{${installationId}}:store-mark`;
  }

  // ---- payments
  /** Sorted set: unfinished check of a card → when it is cancelled. */
  static openSetups(): string {
    return 'rl:{setups}:open';
  }
  /** Set: events by which one check of a card was declined. */
  static setupDeclines(setupIntentId: string): string {
    return `rl:{setups}:declines:${setupIntentId}`;
  }

  // ---- partners
  /** Portal links requested in the current hour: by one network, or for one address. */
  static portalLinks(digest: string): string {
    return `rl:{partners}:links:${digest}`;
  }

  // ---- admin
  static signInFailures(digest: string): string {
    return `rl:{admin}:failures:${digest}`;
  }
  static ownerLink(digest: string): string {
    return `rl:{admin}:owner-link:${digest}`;
  }
  /** A solved challenge used for a sign-in. */
  static signInChallenge(id: string): string {
    return `rl:{admin}:challenge:${id}`;
  }
  static passwordReset(digest: string): string {
    return `rl:{admin}:reset:${digest}`;
  }
  /** An authenticator's secret until its first code. */
  static pendingSecondFactor(memberId: string): string {
    return `rl:{admin}:second-factor:${memberId}`;
  }
  /** An ended session whose socket tickets may still be valid. */
  static endedSession(sessionId: string): string {
    return `rl:{admin}:ended:${sessionId}`;
  }
  /** A socket ticket that opened a control room, until it expires. */
  static usedTicket(nonce: string): string {
    return `rl:{admin}:ticket:${nonce}`;
  }
  static liveTurn(saleId: string): string {
    return `rl:{${saleId}}:live-turn`;
  }
}
