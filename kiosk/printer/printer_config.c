#include "kiosk/printer/printer_config.h"
