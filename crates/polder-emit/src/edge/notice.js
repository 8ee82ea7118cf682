// The key `maintenance` in the key value store lists closed channels, or `all`. If it is not set or cannot be read, the
// shop is open.
async function isClosed(channel) {
    try {
        const names = (await cf.kvs().get('maintenance')).split(/[ ,]+/);
        return names.includes('all') || names.includes(channel);
    } catch (error) {
        return false;
    }
}

// The maintenance page in the visitor's language, or else in English, with a temporary status for search engines.
function notice(language) {
    const words = noticeIn(language) || noticeIn('en');
    const headline = '<h1>' + words.title + '</h1>' + words.body;
    return {
        statusCode: 503,
        statusDescription: 'Service Unavailable',
        headers: {
            'content-type': { value: 'text/html; charset=utf-8' },
            'content-language': { value: words.language },
            'retry-after': { value: '300' },
            'cache-control': { value: 'no-store' },
            'strict-transport-security': { value: 'max-age=63072000' },
            'x-content-type-options': { value: 'nosniff' },
        },
        body: FRAME[0] + words.language + FRAME[1] + words.title + FRAME[2] + headline + FRAME[3],
    };
}

function noticeIn(language) {
    return NOTICES.find(function (candidate) {
        return candidate.language === language;
    });
}
