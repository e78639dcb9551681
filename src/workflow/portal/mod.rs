//! The portal's edition: public documents made from the office, brought up to
//! date whenever its log grows or a day passes.
