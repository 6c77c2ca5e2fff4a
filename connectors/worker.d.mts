declare const worker: {
  fetch(
    request: Request,
    env: { ROPELINE_ISSUER: string; ROPELINE_SALE_ID: string; LINE_URL: string },
  ): Promise<Response>;
};
export default worker;
