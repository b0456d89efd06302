pub fn run(a: u8) -> u8 { a }
