/** Close code of a WebSocket (RFC 6455) whose server takes nobody at present; its reason is the delay in milliseconds. */
export const TRY_AGAIN_LATER = 1_013;
