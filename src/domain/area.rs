//! 行政区划: GB/T 2260 codes and the names people write instead of them.
