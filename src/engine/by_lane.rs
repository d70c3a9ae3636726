//! Structures whose fields are numbers of one run or of many side by side.

/// Declares a structure all of whose fields are [`Number`](crate::lanes::Number)s, with what moves a run's numbers into its lane.
macro_rules! by_lane {
    ($(#[$meta:meta])* $vis:vis struct $Name:ident { $($(#[$field_meta:meta])* $field_vis:vis $field:ident,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, PartialEq)]
        $vis struct $Name<V> {
            $($(#[$field_meta])* $field_vis $field: V,)+
        }

        impl<V: crate::lanes::Number> $Name<V> {
            /// Puts one run's numbers into its lane.
            #[inline(always)]
            $vis fn set_lane(&mut self, lane: usize, of_run: &$Name<f32>) {
                $(self.$field.set_lane(lane, of_run.$field);)+
            }
        }
    };
}

pub(crate) use by_lane;
