//! A PDF written object by object, so that nothing written has to stay in memory.

use std::io::{self, Write};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, Stream};

/// The growing file.
pub(super) struct Sink<W: Write> {
    out: W,
    position: u64,
    /// Byte offset of object n at index n - 1; `None` while it is only promised.
    offsets: Vec<Option<u64>>,
}

impl<W: Write> Sink<W> {
    /// Start a file: version line and the comment that marks it as binary.
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut sink = Self { out, position: 0, offsets: Vec::new() };
        sink.put(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")?;
        Ok(sink)
    }

    /// Promise an object, to refer to it before it is written.
    pub(super) fn reserve(&mut self) -> Object {
        self.offsets.push(None);
        Object::Reference((u32::try_from(self.offsets.len()).unwrap_or(u32::MAX), 0))
    }

    /// Write a new object and give the reference to it.
    pub(super) fn add(&mut self, object: &Object) -> io::Result<Object> {
        let reference = self.reserve();
        self.write(&reference, object)?;
        Ok(reference)
    }

    /// Keep a promise.
    pub(super) fn write(&mut self, reference: &Object, object: &Object) -> io::Result<()> {
        let (number, _) = reference.as_reference().map_err(io::Error::other)?;
        if let Some(slot) = self.offsets.get_mut(number as usize - 1) {
            *slot = Some(self.position);
        }
        self.put(format!("{number} 0 obj\n").as_bytes())?;
        match object {
            Object::Stream(stream) => self.put_stream(stream)?,
            plain => {
                let bytes = encode(plain)?;
                self.put(&bytes)?;
            }
        }
        self.put(b"\nendobj\n")
    }

    fn put_stream(&mut self, stream: &Stream) -> io::Result<()> {
        let mut dictionary = stream.dict.clone();
        // A length kept in an object of its own, or a wrong one, must not survive the copy.
        dictionary.set("Length", stream.content.len() as i64);
        let head = encode(&Object::Dictionary(dictionary))?;
        self.put(&head)?;
        self.put(b"\nstream\n")?;
        self.put(&stream.content)?;
        self.put(b"\nendstream")
    }

    /// Write the cross-reference table and the trailer, and hand the file back with its length.
    pub(super) fn finish(mut self, mut trailer: Dictionary) -> io::Result<(W, u64)> {
        let start = self.position;
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.offsets.len() + 1);
        for offset in &self.offsets {
            let line = match offset {
                Some(offset) => format!("{offset:010} 00000 n \n"),
                // A promise nobody kept: a dangling reference in a source, which reads as null.
                None => "0000000000 65535 f \n".to_owned(),
            };
            table.push_str(&line);
        }
        trailer.set("Size", self.offsets.len() as i64 + 1);
        self.put(table.as_bytes())?;
        self.put(b"trailer\n")?;
        let trailer = encode(&Object::Dictionary(trailer))?;
        self.put(&trailer)?;
        self.put(format!("\nstartxref\n{start}\n%%EOF\n").as_bytes())?;
        self.out.flush()?;
        Ok((self.out, self.position))
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.position += bytes.len() as u64;
        Ok(())
    }
}

/// An object without a stream, as PDF text. lopdf keeps its object writer to itself but lends it to
/// content streams: one operation with the object as operand and no operator is just the object.
fn encode(object: &Object) -> io::Result<Vec<u8>> {
    Content { operations: vec![Operation::new("", vec![object.clone()])] }
        .encode()
        .map_err(io::Error::other)
}
