// Takes away what a visitor could forge.
function cleanse(request) {
    const headers = request.headers;
    // CloudFront adds the visitor's address to what stands here, and Saleor believes the first entry: without
    // this line a visitor could choose the address that logins are throttled by.
    delete headers['x-forwarded-for'];
    delete headers['forwarded'];
    // The web ACL has read the gateway's proof; further on nobody needs to see it.
    delete headers['x-gateway-proof'];
    // The origin is asked by its own name. Servers that compare the page's address with their own need this one.
    headers['x-forwarded-host'] = { value: headers.host.value };
    return request;
}
