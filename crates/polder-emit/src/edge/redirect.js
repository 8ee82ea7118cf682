// Whether nothing but the host was asked for. CloudFront writes the name of its default root object there.
function isRoot(request) {
    return request.uri === '/' || request.uri === '/index.html';
}

// Sends a visitor on, with the query as it came.
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

// The values stand as the visitor wrote them: still encoded.
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
