// A value of the key value store. Undefined if the key is not set, or the store cannot be read.
async function read(key) {
    try {
        return await cf.kvs().get(key, { format: 'json' });
    } catch (error) {
        return undefined;
    }
}
