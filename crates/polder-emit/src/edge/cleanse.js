// Removes headers that a visitor could forge.
function cleanse(request) {
    const headers = request.headers;
    Object.keys(headers).forEach(function (name) {
        if (INNER.test(name)) {
            delete headers[name];
        }
    });
    // The web ACL has checked the API's origin secret; origins do not need it.
    delete headers['x-gateway-secret'];
    // The `Host` of the origin request is the origin's name. Servers that compare the URL of the page with their own
    // need this one.
    headers['x-forwarded-host'] = { value: headers.host.value };
    return request;
}

// Headers between servers, which only the edge may set towards origins. CloudFront appends the visitor's address to `x-forwarded-for`, and Saleor trusts its first
// entry: a visitor could choose the address by which logins are throttled. Others change the response of Next.js but
// are not in the cache key: one visitor's page would be served to all.
const INNER = /^(forwarded|x-(client-(address|proof)|forwarded|real-ip|original|rewrite|http-method|method-override|middleware|invoke|matched|now|nextjs|vercel))/;
