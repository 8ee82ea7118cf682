const crypto = require('crypto');

// SHA-256 digests of the secrets of those who may name a client's address: the storefronts and the managed API.
// Terraform writes them in place of this text. The secrets are random, so their digests need not be kept secret.
const PROOFS = '@client-proofs@'.split(' ');

// An IPv4 or IPv6 address, and nothing that could be a list of them.
const ADDRESS = /^[0-9]{1,3}(\.[0-9]{1,3}){3}$|^[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}(:?[0-9]{1,3}(\.[0-9]{1,3}){3})?$/;

// The address of the client for whom a server calls; empty if the server does not prove that it may name one.
function clientAddress(headers) {
    const address = only(headers['x-client-address']);
    const proof = only(headers['x-client-proof']);
    if (proof === '' || !ADDRESS.test(address)) {
        return '';
    }
    return PROOFS.includes(crypto.createHash('sha256').update(proof).digest('hex')) ? address : '';
}

// The value of a header that was sent once.
function only(header) {
    return header && !header.multiValue ? header.value : '';
}
