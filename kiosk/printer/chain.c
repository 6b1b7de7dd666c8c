#include "kiosk/printer/chain.h"
