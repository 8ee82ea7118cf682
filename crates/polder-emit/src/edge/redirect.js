// Whether the root was requested. CloudFront rewrites it to the default root object.
function isRoot(request) {
    return request.uri === '/' || request.uri === '/index.html';
}

// Redirects a visitor, with the query unchanged.
function redirect(path, request) {
    return {
        statusCode: 302,
        statusDescription: 'Found',
        headers: {
            location: { value: path + query(request.querystring) },
            'cache-control': { value: 'no-store' },
        },
    };
}

// The values are still encoded.
function query(parameters) {
    const pairs = [];
    Object.keys(parameters).forEach(function (name) {
        const values = parameters[name].multiValue || [parameters[name]];
        values.forEach(function (entry) {
            pairs.push(entry.value === '' ? name : name + '=' + entry.value);
        });
    });
    return pairs.length === 0 ? '' : '?' + pairs.join('&');
}
