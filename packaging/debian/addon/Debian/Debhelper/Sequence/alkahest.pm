# SPDX-License-Identifier: MIT
# The debhelper sequence "alkahest": dh_alkahest runs once all files of the packages are in place.
use strict;
use warnings;
use Debian::Debhelper::Dh_Lib;

insert_before('dh_gencontrol', 'dh_alkahest');

1;
