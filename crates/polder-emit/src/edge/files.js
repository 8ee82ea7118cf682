// Viewer-request function of the buckets. The path has selected the bucket; the rest is the object key.
function handler(event) {
    const request = event.request;
    const folder = FOLDERS.find(function (candidate) {
        return request.uri.startsWith(candidate.path + '/');
    });
    if (!folder) {
        return refuse(404, 'Not Found');
    }
    const key = request.uri.slice(folder.path.length);
    // A character can be encoded in more than one way. The bucket policy also denies these keys, however they are
    // encoded: this response is for users.
    const plain = decoded(key).replace(/^\/+/, '').toLowerCase();
    const hidden = folder.hidden.some(function (start) {
        return plain.startsWith(start);
    });
    if (hidden) {
        return refuse(403, 'Forbidden');
    }
    // The cache key is the rest of the path and this header, since the same key in another bucket is another file. A
    // visitor's value is overwritten.
    request.headers['x-folder'] = { value: folder.path.slice(1) };
    request.uri = key;
    return request;
}

// A path that cannot be decoded is not an object key.
function decoded(text) {
    try {
        return decodeURIComponent(text);
    } catch (error) {
        return text;
    }
}

function refuse(status, description) {
    return {
        statusCode: status,
        statusDescription: description,
        headers: { 'cache-control': { value: 'no-store' } },
    };
}
