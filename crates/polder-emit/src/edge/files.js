// Runs in front of the buckets. The path has chosen the bucket; the key is what is left of it.
function handler(event) {
    const request = event.request;
    const folder = FOLDERS.find(function (candidate) {
        return request.uri.startsWith(candidate.path + '/');
    });
    if (!folder) {
        return refuse(404, 'Not Found');
    }
    const key = request.uri.slice(folder.path.length);
    // A letter can be written in more than one way. The bucket's policy refuses these keys, too, however they are
    // written: this answer is for people.
    const plain = decoded(key).replace(/^\/+/, '').toLowerCase();
    const hidden = folder.hidden.some(function (start) {
        return plain.startsWith(start);
    });
    if (hidden) {
        return refuse(403, 'Forbidden');
    }
    // What is kept is found again by what is left of the path, and by this: the same key in another bucket is
    // another file. Whatever a visitor wrote here is gone.
    request.headers['x-folder'] = { value: folder.path.slice(1) };
    request.uri = key;
    return request;
}

// Nothing that cannot be decoded is the key of a file.
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
