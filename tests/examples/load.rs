//! Load on a receiver: many units' worth of uploads at once over loopback, to see what one machine
//! bears. `load --clients 50 --mib 20` starts a receiver of its own and says how many arrived whole,
//! how fast, and how much memory the receiver took at most.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use desk::sync::Client;
use std::time::Instant;
use tests::wire::{Stage, impatient};

fn main() {
    let (mut clients, mut mib) = (50_u32, 20_usize);
    let mut arguments = std::env::args().skip(1);
    while let (Some(name), Some(value)) = (arguments.next(), arguments.next()) {
        match name.as_str() {
            "--clients" => clients = value.parse().expect("a number of clients"),
            "--mib" => mib = value.parse().expect("a size in MiB"),
            _ => panic!("load --clients N --mib N"),
        }
    }
    let stage = Stage::new();
    let sealed: Vec<_> = (1..=clients).map(|n| stage.sealed(n, mib << 20)).collect();
    let pairing = stage.receiver.pairing();
    let begun = Instant::now();
    let receipts: Vec<_> = std::thread::scope(|scope| {
        let pushing: Vec<_> = sealed
            .iter()
            .enumerate()
            .map(|(n, one)| {
                let (pairing, stage) = (&pairing, &stage);
                scope.spawn(move || {
                    let mut patience = impatient();
                    patience.attempts = 200;
                    let client = Client::new(pairing.clone(), patience).unwrap();
                    client.push(&one.job(), &mut stage.state(&format!("load-{n}")), &())
                })
            })
            .collect();
        pushing.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let seconds = begun.elapsed().as_secs_f64();
    let rows = stage.receiver.list();
    let is_whole = |one: &tests::wire::Sealed| {
        let stored = stage.receiver.stored(&one.bundle_id);
        bundle::sha256_file(&stored).is_ok_and(|hash| hash == one.zip_sha256)
    };
    let whole = sealed.iter().filter(|one| is_whole(one)).count();
    let signed = receipts.iter().filter(|one| one.is_ok()).count();
    let bytes: u64 = sealed.iter().map(|one| one.bytes).sum();
    println!(
        "{clients} at once, {mib} MiB each: {signed} receipts, {} rows, {whole} whole",
        rows.len()
    );
    println!("{seconds:.1} s, {:.1} MB/s", bytes as f64 / 1e6 / seconds);
    #[cfg(target_os = "linux")]
    println!("receiver's peak memory {} MiB", stage.receiver.peak_kib() >> 10);
}
