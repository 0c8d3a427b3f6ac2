//! The numbers of a state: all of them in a row, or, where the rules have many, only blocks of those that are not 0.
//!
//! Three thousand rules on pages have three thousand numbers, of which a contact who has seen thirty pages changes
//! thirty.

/// How many numbers a block has; with its own number it fills a line of a cache.
pub(in crate::engine) const BLOCK: u32 = 7;

/// A state of so many numbers has them all in a row.
const DENSE_MAX: usize = 64;

/// Neighbouring numbers, some of which have been changed.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Block {
    id: u32,
    cells: [i64; BLOCK as usize],
}

/// The numbers of a state on its own.
#[derive(Clone, Debug)]
pub(in crate::engine) enum Cells {
    Dense(Box<[i64]>),
    Sparse(Vec<Block>),
}

/// To be read.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) enum CellsRef<'s> {
    Dense(&'s [i64]),
    Sparse(&'s [Block]),
}

/// To be changed.
#[derive(Debug)]
pub(in crate::engine) enum CellsMut<'s> {
    Dense(&'s mut [i64]),
    Sparse(&'s mut Vec<Block>),
}

/// Whether states of so many numbers are kept by blocks.
pub(in crate::engine) fn is_sparse(n_cells: usize) -> bool {
    n_cells > DENSE_MAX
}

impl Cells {
    /// All of them 0.
    pub(in crate::engine) fn new(n_cells: usize) -> Cells {
        if is_sparse(n_cells) { Cells::Sparse(Vec::new()) } else { Cells::Dense(vec![0; n_cells].into()) }
    }

    pub(in crate::engine) fn get(&self) -> CellsRef<'_> {
        match self {
            Cells::Dense(all) => CellsRef::Dense(all),
            Cells::Sparse(blocks) => CellsRef::Sparse(blocks),
        }
    }

    pub(in crate::engine) fn get_mut(&mut self) -> CellsMut<'_> {
        match self {
            Cells::Dense(all) => CellsMut::Dense(all),
            Cells::Sparse(blocks) => CellsMut::Sparse(blocks),
        }
    }
}

impl<'s> CellsRef<'s> {
    /// One number.
    pub(in crate::engine) fn at(&self, cell: u32) -> i64 {
        match self {
            CellsRef::Dense(all) => all[cell as usize],
            CellsRef::Sparse(_) => self.run(cell, 1)[0],
        }
    }

    /// So many from one on, which lie in one block.
    pub(in crate::engine) fn run(&self, cell: u32, n: u32) -> &'s [i64] {
        match self {
            CellsRef::Dense(all) => &all[cell as usize..][..n as usize],
            CellsRef::Sparse(blocks) => match blocks.binary_search_by_key(&(cell / BLOCK), |block| block.id) {
                Ok(place) => &blocks[place].cells[(cell % BLOCK) as usize..][..n as usize],
                Err(_) => &[0; BLOCK as usize][..n as usize],
            },
        }
    }
}

impl CellsMut<'_> {
    /// Empty numbers of the same kind.
    pub(in crate::engine) fn alike(&self) -> Cells {
        match self {
            CellsMut::Dense(all) => Cells::new(all.len()),
            CellsMut::Sparse(_) => Cells::Sparse(Vec::new()),
        }
    }

    /// One number.
    pub(in crate::engine) fn at(&mut self, cell: u32) -> &mut i64 {
        match self {
            CellsMut::Dense(all) => &mut all[cell as usize],
            CellsMut::Sparse(blocks) => &mut block(blocks, cell / BLOCK).cells[(cell % BLOCK) as usize],
        }
    }

    /// So many from one on, which lie in one block.
    pub(in crate::engine) fn run(&mut self, cell: u32, n: u32) -> &mut [i64] {
        match self {
            CellsMut::Dense(all) => &mut all[cell as usize..][..n as usize],
            CellsMut::Sparse(blocks) => &mut block(blocks, cell / BLOCK).cells[(cell % BLOCK) as usize..][..n as usize],
        }
    }
}

/// A block, made if it is not there yet.
fn block(blocks: &mut Vec<Block>, id: u32) -> &mut Block {
    let place = match blocks.binary_search_by_key(&id, |block| block.id) {
        Ok(place) => place,
        Err(place) => {
            if blocks.len() == blocks.capacity() {
                // Doubling would leave much room unused in most of many contacts.
                blocks.reserve_exact(4 + blocks.len() / 4);
            }
            blocks.insert(place, Block { id, cells: [0; BLOCK as usize] });
            place
        }
    };
    &mut blocks[place]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_read_as_a_row_does() {
        let n_cells = 100;
        let mut row = Cells::Dense(vec![0; n_cells].into());
        let mut blocks = Cells::Sparse(Vec::new());
        for step in 0..200u32 {
            let cell = step * step % 97;
            for cells in [&mut row, &mut blocks] {
                *cells.get_mut().at(cell) += i64::from(step);
                cells.get_mut().run(cell / BLOCK * BLOCK, BLOCK)[1] -= 1;
            }
        }
        for cell in 0..97 {
            assert_eq!(row.get().at(cell), blocks.get().at(cell), "{cell}");
        }
        assert_eq!(row.get().run(7, BLOCK), blocks.get().run(7, BLOCK));
        assert!(is_sparse(n_cells) && !is_sparse(DENSE_MAX));
        assert_eq!(size_of::<Block>(), 64);
    }
}
