// Viewer-request function of the API, which is never cached.
function handler(event) {
    const request = event.request;
    const address = clientAddress(request.headers);
    cleanse(request);
    // CloudFront appends the caller's own address. Saleor throttles logins by the first: the shopper's, and not that of
    // the storefront's NAT gateway, which all shoppers share.
    if (address !== '') {
        request.headers['x-forwarded-for'] = { value: address };
    }
    return request;
}
