//! 公示门户: everything public, to anyone, without login. The only room that
//! knows pages; what it shows comes from `store::portal`, which holds nothing
//! private.
