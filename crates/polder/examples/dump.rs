fn main() {
    let (_, inventory) = polder::compile_with_inventory(polder::EXAMPLE).value.unwrap();
    print!("{}", polder_inventory::canonical(&inventory));
}
