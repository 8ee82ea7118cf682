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
    // A character can be encoded in more than one way. The bucket policy also denies keys that no link opens, however
    // they are encoded: this response is for users.
    const plain = decoded(key).replace(/^\/+/, '').toLowerCase();
    const starts = function (start) {
        return plain.startsWith(start);
    };
    const linked = folder.linked.some(starts) && LINK.test(plain);
    if (folder.hidden.some(starts) && !linked) {
        return refuse(403, 'Forbidden');
    }
    // The cache key is the rest of the path and this header, since the same key in another bucket is another file. A
    // visitor's value is overwritten.
    request.headers['x-folder'] = { value: folder.path.slice(1) };
    request.uri = key;
    return request;
}

// The name of a file that opens by its link: it ends with a random UUID, which nobody can guess.
const LINK = /^[a-z_]+\/[a-z0-9_]+_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.[a-z0-9]+$/;

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
