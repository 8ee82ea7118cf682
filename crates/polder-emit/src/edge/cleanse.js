// Takes away what a visitor could forge.
function cleanse(request) {
    const headers = request.headers;
    Object.keys(headers).forEach(function (name) {
        if (INNER.test(name)) {
            delete headers[name];
        }
    });
    // The web ACL has read the gateway's proof; further on nobody needs to see it.
    delete headers['x-gateway-proof'];
    // The origin is asked by its own name. Servers that compare the page's address with their own need this one.
    headers['x-forwarded-host'] = { value: headers.host.value };
    return request;
}

// By these, servers talk to each other. CloudFront adds the visitor's address to `x-forwarded-for`, and Saleor believes its
// first entry: a visitor could choose the address that logins are throttled by. And by others Next.js is told how to
// answer, while caches do not keep apart what they change: one visitor's odd page would be shown to all.
const INNER = /^(forwarded|x-(forwarded|real-ip|original|rewrite|http-method|method-override|middleware|invoke|matched|now|nextjs|vercel))/;
